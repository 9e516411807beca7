/**
 * One hash over the output bits of a fixed set of calls of the engine: two machines agree in it, or not in their
 * results. Begin with {@link org.lanewise.app.fingerprint.Fingerprint}. Touches the engine's public classes alone.
 */
package org.lanewise.app.fingerprint;
