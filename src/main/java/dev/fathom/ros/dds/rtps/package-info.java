/**
 * Discovery as RTPS does it, from the outside: who publishes and subscribes to what in a domain,
 * with type and quality of service. Fast DDS's Java layer keeps this to itself.
 *
 * <p>May import: floors 1 to 4.
 */
@NullMarked
package dev.fathom.ros.dds.rtps;

import org.jspecify.annotations.NullMarked;
