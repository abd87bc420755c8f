package dev.fathom.ros.rcljava;

import dev.fathom.ros.TransportException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** An object of rcljava, whose methods are called by name. */
record JavaObject(Object object) {
  /** Calls a method and returns what it gives. */
  Object call(String name, Object... arguments) {
    return value(method(object.getClass(), name, arguments.length), object, arguments);
  }

  @Nullable Object callVoid(String name, Object... arguments) {
    return invoke(method(object.getClass(), name, arguments.length), object, arguments);
  }

  JavaObject callForObject(String name, Object... arguments) {
    return new JavaObject(call(name, arguments));
  }

  /** A public field. */
  Object field(String name) {
    try {
      Object value = object.getClass().getField(name).get(object);
      if (value != null) {
        return value;
      }
    } catch (ReflectiveOperationException e) {
      throw unknown("an object has no public " + e.getMessage());
    }
    throw unknown(name + " is null");
  }

  static Object callStatic(Class<?> type, String name, Object... arguments) {
    return value(method(type, name, arguments.length), null, arguments);
  }

  static @Nullable Object callStaticVoid(Class<?> type, String name, Object... arguments) {
    return invoke(method(type, name, arguments.length), null, arguments);
  }

  /** The public method of this name that takes so many arguments. */
  static Method method(Class<?> type, String name, int arguments) {
    return Arrays.stream(type.getMethods())
        .filter(m -> m.getName().equals(name) && m.getParameterCount() == arguments)
        .filter(m -> !m.isBridge())
        .findFirst()
        .orElseThrow(() -> unknown(type.getName() + " has no method " + name));
  }

  /**
   * Calls a method.
   *
   * @throws TransportException with what rcljava says if it refuses
   */
  static @Nullable Object invoke(Method method, @Nullable Object target, Object... arguments) {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new TransportException("rcljava: " + method.getName() + ": " + e.getCause(), e);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Another rcljava, or another version of a message, than this adapter was written for. */
  static TransportException unknown(String what) {
    return new TransportException(
        "transport rcljava: " + what + ", unlike rcljava and the messages of Humble");
  }

  /** Likewise, of a method that gives something. */
  static Object value(Method method, @Nullable Object target, Object... arguments) {
    Object value = invoke(method, target, arguments);
    if (value == null) {
      throw unknown(method + " gives null");
    }
    return value;
  }
}
