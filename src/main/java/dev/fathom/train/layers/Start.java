package dev.fathom.train.layers;

/** How far the first weights of a layer spread, from the number of values that meet in it. */
public enum Start {
  /** A variance of 2 / fan-in lasts through ReLU layers. Source: He et al. 2015, equation 10. */
  HE {
    @Override
    double deviation(double fanIn, double fanOut) {
      return Math.sqrt(2.0 / fanIn);
    }
  },
  /**
   * A variance of 2 / (fan-in + fan-out), for layers without a rectifier behind them. Source:
   * Glorot and Bengio 2010, equation 12.
   */
  GLOROT {
    @Override
    double deviation(double fanIn, double fanOut) {
      return Math.sqrt(2.0 / (fanIn + fanOut));
    }
  };

  abstract double deviation(double fanIn, double fanOut);
}
