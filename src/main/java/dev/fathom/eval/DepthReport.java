package dev.fathom.eval;

/**
 * What a set of depth images is worth: always the metric row beside the median-scaled row.
 *
 * @param protocol which pixels were measured
 * @param metric errors of the depths as predicted
 * @param medianScaled errors after each image was multiplied by median(g) / median(p)
 * @param medianRatio median over images of that factor
 * @param ratioSpread standard deviation over images of the factor, relative to its median: 0 where
 *     one factor would serve all images
 * @param coverage share of the pixels with truth that have a known prediction
 * @param images images with at least one pixel to measure
 */
public record DepthReport(
    DepthProtocol protocol,
    DepthErrors metric,
    DepthErrors medianScaled,
    double medianRatio,
    double ratioSpread,
    double coverage,
    int images) {}
