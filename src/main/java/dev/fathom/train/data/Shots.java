package dev.fathom.train.data;

import java.io.IOException;
import java.util.Set;

/** A recording or data set as a list of shots in the order of time, each read when asked for. */
public interface Shots {
  int size();

  /** What shot {@code index} has. */
  Set<Field> fields(int index);

  /** How many shots before and after its own a shot takes its neighbours from. */
  int reach();

  /** Reads at least the wanted fields, which are among those of the shot. */
  Shot read(int index, Set<Field> wanted) throws IOException;

  /** One line: what it is and where it lies. */
  String describe();
}
