/**
 * What batch normalization must do, for any engine: an exact oracle, problems that reach the hard places, and laws.
 *
 * <p>Begin with {@link org.lanewise.testkit.Subject}: implement it for the engine under test, and ask
 * {@link org.lanewise.testkit.Verdict} which of the {@link org.lanewise.testkit.Laws} it keeps.
 * {@link org.lanewise.testkit.LanewiseSubject} is an example. To judge single results, take
 * {@link org.lanewise.testkit.Exact} (training and gradients, slow) or {@link org.lanewise.testkit.ExactInference}
 * (inference, fast), and measure errors in {@link org.lanewise.testkit.Ulps}.
 *
 * <p>A {@link org.lanewise.testkit.Law} is tried on {@link org.lanewise.testkit.Problem}s: all shapes, layouts and
 * {@link org.lanewise.testkit.Kind}s of numbers that are known to break engines. A law that asks for accuracy asks no
 * more than a careful engine can give: its bounds add up the roundings that can't be avoided.
 *
 * <p>Errors and nulls are refused as in the engine's package {@code org.lanewise}. Words are the same too: N samples, C
 * channels, S positions, n = N·S elements per channel, xhat = (x - mean)·invstd.
 */
package org.lanewise.testkit;
