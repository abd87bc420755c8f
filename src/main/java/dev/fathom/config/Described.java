package dev.fathom.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a parameter is, told once: for parameter services, lists and refusals. */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Described {
  /** The parameter in a few words, with its unit. */
  String value();

  /** Which values it may take, where neither {@link Range} nor its type says it. */
  String constraint() default "";
}
