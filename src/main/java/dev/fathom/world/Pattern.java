package dev.fathom.world;

/** What a surface is painted with; {@link TextureSampler} draws it. */
enum Pattern {
  /** One colour; only the material's grain varies it. */
  PLAIN,
  /** Soft patches of the two colours: marble, stained concrete, clouds. */
  PATCHES,
  /** Fine dots of the second colour: terrazzo, carpet, asphalt. */
  SPECKLE,
  /** Rows of bricks, joints in the second colour. */
  BRICK,
  /** A square grid, joints in the second colour. */
  TILE,
  /** Boards with grain along u. */
  WOOD,
  /** Squares of the two colours. */
  CHECKER,
  /** Bands of the two colours across u. */
  STRIPES,
  /** Bands across u and v. */
  PLAID,
  /** Spines of many colours, in shelves. */
  BOOKS,
  /** Blocks of many colours at two sizes: posters, packages, screens. */
  PICTURE,
  /** Windows in a wall, storey above storey. */
  FACADE,
  /** Asphalt with a dashed line in the middle and lines at the edges; scale is half the width. */
  ROAD,
  /** Leaves: strong noise of the two colours. */
  FOLIAGE
}
