package dev.fathom.pipeline;

import dev.fathom.rectify.Rectifier;
import dev.fathom.sensor.CameraCalibration;

/** Makes the rectifier of a camera; the caller closes it. */
@FunctionalInterface
interface Lenses {
  Rectifier of(CameraCalibration calibration);
}
