/**
 * What batch normalization must do, for any engine: an exact oracle, problems that reach the hard places, and laws.
 * Implement {@link org.lanewise.testkit.Subject}, ask {@link org.lanewise.testkit.Verdict}.
 */
package org.lanewise.testkit;
