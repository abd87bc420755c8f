package dev.fathom.world;

/** What an object of a scene is. */
public enum ObjectKind {
  /** The place itself: walls, floors, ground, houses. Never an instance. */
  STRUCTURE,
  THING,
  PLANT,
  VEHICLE,
  PERSON
}
