package dev.fathom.train.networks;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The networks that can be trained, by name. */
public final class Networks {
  private static final Map<String, Supplier<MonoNetwork>> BY_NAME =
      new TreeMap<>(Map.of("unet_rt", UnetRt::new, "fathom_mono", FathomMono::new));

  private Networks() {}

  /** Every name that {@link #named} knows, in alphabetical order. */
  public static List<String> names() {
    return List.copyOf(BY_NAME.keySet());
  }

  /** The network of that name, in its published size. */
  public static MonoNetwork named(String name) {
    Supplier<MonoNetwork> network = BY_NAME.get(name);
    if (network == null) {
      throw new IllegalArgumentException(
          "no network is called " + name + "; there are " + String.join(", ", names()));
    }
    return network.get();
  }
}
