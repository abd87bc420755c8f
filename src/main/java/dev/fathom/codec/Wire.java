package dev.fathom.codec;

import java.lang.invoke.MethodHandle;

/**
 * How values of one Java type travel.
 *
 * @param read {@code (CdrInput) → T}
 * @param write {@code (CdrBuffer, T) → void}
 * @param leastBytes the fewest bytes a value can take, padding aside: what a count of such values
 *     is checked against
 */
record Wire(MethodHandle read, MethodHandle write, int leastBytes) {}
