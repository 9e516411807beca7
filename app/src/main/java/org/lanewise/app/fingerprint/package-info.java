/**
 * One hash over the output bits of a fixed set of calls of the engine: two machines agree in it, or not in their
 * results.
 */
package org.lanewise.app.fingerprint;
