package dev.fathom.train;

import dev.fathom.eval.DepthErrors;

/**
 * What a network is worth on held-out pictures.
 *
 * <p>Pixels count whose true depth is known and within the network's range. The factor on σ comes
 * from every other picture; the shares are measured on the pictures in between.
 *
 * @param network errors of the network
 * @param meanDepth errors of answering the training data's mean depth everywhere
 * @param medianDepth errors of answering the training data's median depth everywhere
 * @param likelihood mean negative log-likelihood of the normalised log depth, as trained
 * @param within1 share of errors within 1 σ as predicted
 * @param within2 share of errors within 2 σ as predicted
 * @param sigmaFactor what σ must be multiplied by for 68.27 % within 1 σ
 * @param calibratedWithin1 share within 1 σ after that
 * @param calibratedWithin2 share within 2 σ after that
 */
public record Validation(
    DepthErrors network,
    DepthErrors meanDepth,
    DepthErrors medianDepth,
    double likelihood,
    double within1,
    double within2,
    double sigmaFactor,
    double calibratedWithin1,
    double calibratedWithin2) {}
