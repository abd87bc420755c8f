package dev.fathom.ros.parameter;

import dev.fathom.codec.msg.Parameter;
import dev.fathom.codec.msg.ParameterDescriptor;
import dev.fathom.codec.msg.ParameterValue;
import dev.fathom.codec.msg.SetParametersResult;
import dev.fathom.config.NearestName;
import dev.fathom.config.RecordBinding;
import dev.fathom.config.Setting;
import dev.fathom.ros.arguments.ParameterOverride;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a node: those of an option record, and single ones that are declared beside it
 * ({@code use_sim_time}, {@code qos_overrides.…}).
 *
 * <p>Setting them is atomic: a new record is made, checked, put in force, and told to listeners and
 * to the graph; or nothing changes and the reason is told.
 *
 * <p>Threads: any. Checks and listeners are called by the thread that sets, one change at a time.
 *
 * @param <T> the option record
 */
public final class ParameterStore<T extends Record> {
  /** Asked before a change. */
  @FunctionalInterface
  public interface Check<T> {
    /** Why the change cannot be made; empty: it can. IllegalArgumentExceptions say so too. */
    String refusal(T before, T after);
  }

  /** Told after a change. */
  @FunctionalInterface
  public interface Listener<T> {
    void changed(T before, T after);
  }

  /** A parameter beside the record. */
  private record Single(Declaration declaration, ParameterValue value, Consumer<Object> listener) {}

  /** Longer names are no mistyped ones. */
  private static final int MOST_NAME = 256;

  private final Map<String, Declaration> declarations = new TreeMap<>();
  private final Map<String, Single> singles = new TreeMap<>();
  private final Map<String, ParameterOverride> pending = new LinkedHashMap<>();
  private final List<Check<T>> checks = new CopyOnWriteArrayList<>();
  private final List<Listener<T>> listeners = new CopyOnWriteArrayList<>();
  private final List<Consumer<ParameterChanges>> watchers = new CopyOnWriteArrayList<>();
  private final Consumer<String> warnings;
  private volatile T options;

  /**
   * Starts with the defaults and what the start overrides.
   *
   * @param overrides of several for one name the last counts
   * @param warnings told about values for any node that this one has no parameter for, and what
   *     listeners throw later
   * @throws IllegalArgumentException if a value does not fit, or was given to this node and names
   *     no parameter
   */
  public ParameterStore(T defaults, List<ParameterOverride> overrides, Consumer<String> warnings) {
    this.warnings = warnings;
    RecordBinding.describe(defaults)
        .forEach(parameter -> declarations.put(parameter.name(), Declaration.of(parameter)));
    List<Setting> settings = new ArrayList<>();
    for (ParameterOverride override : overrides) {
      Setting setting = override.setting();
      if (isSingle(setting.name())) {
        pending.put(setting.name(), override);
      } else if (override.forAnyNode() && !declarations.containsKey(setting.name())) {
        warnings.accept(
            setting.origin()
                + ": '"
                + setting.name()
                + "', given to any node, is no parameter of this one; the nearest is '"
                + NearestName.of(setting.name(), declarations.keySet())
                + "'");
      } else {
        settings.add(setting);
      }
    }
    this.options = RecordBinding.bind(defaults, settings);
  }

  /** Parameters that every node may have without its record knowing. */
  private static boolean isSingle(String name) {
    return name.equals(SimTimeParameter.USE_SIM_TIME) || name.startsWith(QosOverrides.PREFIX);
  }

  /** The record in force. */
  public T options() {
    return options;
  }

  /** Adds a check for changes of the record; all must agree. */
  public void addCheck(Check<T> check) {
    checks.add(check);
  }

  /** Adds a listener for changes of the record. */
  public void addListener(Listener<T> listener) {
    listeners.add(listener);
  }

  /** Adds someone who tells the graph. */
  void addWatcher(Consumer<ParameterChanges> watcher) {
    watchers.add(watcher);
  }

  /**
   * Declares a parameter beside the record; a second time it changes nothing.
   *
   * @param allowed which values a start may give it
   * @param listener told of every change
   * @return its value: what the start gives it, or else {@code otherwise}
   * @throws IllegalArgumentException if the start gives it a value that is not allowed
   */
  synchronized Object declare(
      Declaration declaration,
      Object otherwise,
      Predicate<Object> allowed,
      Consumer<Object> listener) {
    Single known = singles.get(declaration.name());
    if (known != null) {
      return ParameterValues.plain(known.value());
    }
    ParameterValue value = ParameterValues.of(otherwise);
    ParameterOverride given = pending.remove(declaration.name());
    if (given != null) {
      value = checked(given.setting(), declaration, allowed);
    }
    singles.put(declaration.name(), new Single(declaration, value, listener));
    declarations.put(declaration.name(), declaration);
    Parameter added = new Parameter(declaration.name(), value);
    ParameterChanges changes = new ParameterChanges(List.of(added), List.of());
    watchers.forEach(w -> guarded(() -> w.accept(changes)));
    return ParameterValues.plain(value);
  }

  /**
   * Looks at what the start gives to a parameter that is not declared so far.
   *
   * @throws IllegalArgumentException as {@link #declare} would
   */
  synchronized void requireAllowed(Declaration declaration, Predicate<Object> allowed) {
    ParameterOverride given = pending.get(declaration.name());
    if (given != null) {
      var unused = checked(given.setting(), declaration, allowed);
    }
  }

  private static ParameterValue checked(
      Setting setting, Declaration declaration, Predicate<Object> allowed) {
    String type = ParameterValues.typeName(declaration.descriptor().type());
    boolean scalar = !(setting.value() instanceof List);
    ParameterValue value = scalar ? ParameterValues.of(setting.value()) : ParameterValues.NOT_SET;
    if (!declaration.wrongType(value).isEmpty() || !allowed.test(setting.value())) {
      String values = declaration.descriptor().additionalConstraints();
      throw new IllegalArgumentException(
          setting.origin()
              + ": parameter '"
              + setting.name()
              + "' must be "
              + (values.isEmpty() ? "of type " + type : values)
              + ", found '"
              + setting.value()
              + "'");
    }
    return value;
  }

  /** What the start gave to single parameters that nobody has declared so far. */
  public synchronized List<ParameterOverride> unused() {
    return List.copyOf(pending.values());
  }

  /** The names of all parameters, sorted. */
  public synchronized NavigableSet<String> names() {
    return new TreeSet<>(declarations.keySet());
  }

  /** A parameter's value; null where there is no such parameter. */
  public synchronized @Nullable ParameterValue value(String name) {
    Single single = singles.get(name);
    if (single != null) {
      return single.value();
    }
    Object value = RecordBinding.values(options).get(name);
    return value == null ? null : ParameterValues.of(value);
  }

  /** What a parameter is; null where there is no such parameter. */
  public synchronized @Nullable ParameterDescriptor descriptor(String name) {
    Declaration declaration = declarations.get(name);
    return declaration == null ? null : declaration.descriptor();
  }

  /** All parameters with their values, sorted by name. */
  synchronized List<Parameter> all() {
    Map<String, ParameterValue> values = new TreeMap<>();
    RecordBinding.values(options)
        .forEach((name, value) -> values.put(name, ParameterValues.of(value)));
    singles.forEach((name, single) -> values.put(name, single.value()));
    return values.entrySet().stream().map(e -> new Parameter(e.getKey(), e.getValue())).toList();
  }

  /** Sets all of these or none; the result has the reason. */
  public synchronized SetParametersResult set(List<Parameter> parameters) {
    if (parameters.isEmpty()) {
      return refused("parameter list cannot be empty");
    }
    List<Setting> settings = new ArrayList<>();
    for (Parameter parameter : parameters) {
      Declaration declaration = declarations.get(parameter.name());
      String refusal =
          declaration == null
              ? undeclared(parameter.name())
              : declaration.refusal(parameter.value());
      if (!refusal.isEmpty()) {
        return refused(refusal);
      }
      if (!singles.containsKey(parameter.name())) {
        Object value = ParameterValues.plain(parameter.value());
        settings.add(new Setting(parameter.name(), value, "set"));
      }
    }
    return apply(parameters, settings);
  }

  private SetParametersResult apply(List<Parameter> parameters, List<Setting> settings) {
    T before = options;
    T after;
    try {
      after = RecordBinding.bind(before, settings);
      if (!settings.isEmpty()) {
        for (Check<T> check : checks) {
          String refusal = check.refusal(before, after);
          if (!refusal.isEmpty()) {
            return refused(refusal);
          }
        }
      }
    } catch (IllegalArgumentException e) {
      return refused(String.valueOf(e.getMessage()).replaceFirst("^(set)?: ", ""));
    }
    options = after;
    parameters.forEach(this::keep);
    if (!settings.isEmpty()) {
      listeners.forEach(listener -> guarded(() -> listener.changed(before, after)));
    }
    watchers.forEach(w -> guarded(() -> w.accept(new ParameterChanges(List.of(), parameters))));
    return new SetParametersResult(true, "");
  }

  /**
   * Takes back what was set but could not be made true. Listeners and the graph are told as of any
   * change; checks are not asked, since what comes back was in force before.
   *
   * @param back makes the record that is in force again of the one that is
   */
  public synchronized void restore(UnaryOperator<T> back) {
    T before = options;
    T after = back.apply(before);
    Map<String, Object> old = RecordBinding.values(before);
    List<Parameter> changed = new ArrayList<>();
    RecordBinding.values(after)
        .forEach(
            (name, value) -> {
              if (!value.equals(old.get(name))) {
                changed.add(new Parameter(name, ParameterValues.of(value)));
              }
            });
    if (!changed.isEmpty()) {
      options = after;
      listeners.forEach(listener -> guarded(() -> listener.changed(before, after)));
      watchers.forEach(w -> guarded(() -> w.accept(new ParameterChanges(List.of(), changed))));
    }
  }

  /** Puts the value of a parameter beside the record in force. */
  private void keep(Parameter parameter) {
    Single single = singles.get(parameter.name());
    if (single != null) {
      singles.put(
          parameter.name(), new Single(single.declaration(), parameter.value(), single.listener()));
      Object value = ParameterValues.plain(parameter.value());
      guarded(() -> single.listener().accept(value));
    }
  }

  /** What is in force stays so, whatever those say who are told. */
  private void guarded(Runnable telling) {
    try {
      telling.run();
    } catch (RuntimeException e) {
      warnings.accept("a change of parameters was made, but not everywhere: " + e.getMessage());
    }
  }

  private String undeclared(String name) {
    boolean plausible = name.length() <= MOST_NAME;
    return "parameter '"
        + (plausible ? name : name.substring(0, MOST_NAME) + "…")
        + "' cannot be set because it was not declared"
        + (plausible
            ? "; the nearest known one is '" + NearestName.of(name, declarations.keySet()) + "'"
            : "");
  }

  private static SetParametersResult refused(String reason) {
    return new SetParametersResult(false, reason);
  }
}
