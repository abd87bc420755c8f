package dev.fathom.train.networks;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The networks that can be trained, by name. */
public final class Networks {
  /**
   * One kind of network.
   *
   * @param name it is asked for by
   * @param defaults its hyperparameters, as published where they are
   * @param build gives the network with these or other hyperparameters of the same kind
   */
  public record Entry(String name, Record defaults, Function<Record, Network> build) {
    private static <R extends Record> Entry of(
        String name, R defaults, Function<R, Network> build) {
      @SuppressWarnings("unchecked")
      Class<R> kind = (Class<R>) defaults.getClass();
      return new Entry(name, defaults, record -> build.apply(kind.cast(record)));
    }

    /** The network in its published size. */
    public Network network() {
      return build.apply(defaults);
    }
  }

  private static final List<Entry> ENTRIES =
      Stream.of(
              Entry.of("completion", Completion.Options.DEFAULT, Completion::new),
              Entry.of("completion_thermal", Completion.Options.DEFAULT, Completion::thermal),
              Entry.of("planenet", PlaneNet.Options.DEFAULT, PlaneNet::new),
              Entry.of("fathom_complete", FathomMono.Widths.DEFAULT, FathomComplete::new),
              Entry.of("fathom_mono", FathomMono.Widths.DEFAULT, FathomMono::new),
              Entry.of("fathom_pose", FathomPose.Options.DEFAULT, FathomPose::new),
              Entry.of("fathom_stereo", FathomStereo.Widths.DEFAULT, FathomStereo::new),
              Entry.of("fcrn", WidthMultiplier.PUBLISHED, Fcrn::new),
              Entry.of("lraspp", Lraspp.Options.PUBLISHED, Lraspp::new),
              Entry.of("mannequin", WidthMultiplier.PUBLISHED, Mannequin::new),
              Entry.of("monodepth", Monodepth.Options.PUBLISHED, Monodepth::new),
              Entry.of("mvs", Mvs.Options.DEFAULT, Mvs::new),
              Entry.of("resnext_fpn", WidthMultiplier.PUBLISHED, ResnextFpn::new),
              Entry.of("sfmlearner", SfmLearner.Options.PUBLISHED, SfmLearner::new),
              Entry.of("struct2depth", Struct2Depth.Options.PUBLISHED, Struct2Depth::new),
              Entry.of("stereo", Stereo.Options.DEFAULT, Stereo::new),
              Entry.of("stereo_photometric", Stereo.Options.PHOTOMETRIC, Stereo::new),
              Entry.of("unet", WidthMultiplier.PUBLISHED, Unet::new),
              Entry.of("unet_rt", UnetRt.Widths.DEFAULT, UnetRt::new),
              Entry.of("unet_rt_thermal", UnetRt.Widths.DEFAULT, UnetRt::thermal),
              Entry.of("unetpp", UnetPlusPlus.Options.PUBLISHED, UnetPlusPlus::new),
              Entry.of("vid2depth", Vid2Depth.Options.PUBLISHED, Vid2Depth::new))
          .sorted(Comparator.comparing(Entry::name))
          .toList();

  private Networks() {}

  /** Every name that {@link #named} knows, in alphabetical order. */
  public static List<String> names() {
    return ENTRIES.stream().map(Entry::name).toList();
  }

  /** The kind of network of that name. */
  public static Entry named(String name) {
    return ENTRIES.stream()
        .filter(entry -> entry.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no network is called " + name + "; there are " + String.join(", ", names())));
  }
}
