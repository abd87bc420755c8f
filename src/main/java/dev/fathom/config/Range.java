package dev.fathom.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Which numbers a parameter may be set to. The record's constructor may refuse some of them, alone
 * or together with others.
 */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Range {
  /** Smallest value. */
  double min();

  /** Greatest value. */
  double max();

  /** Distance of allowed values from {@link #min} on; 0: any between. */
  double step() default 0;
}
