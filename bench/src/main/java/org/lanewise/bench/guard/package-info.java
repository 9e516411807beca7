/**
 * The guard of the kernels' speed: today's engine beside that of an earlier commit, on this machine, in one run. Begin
 * with {@link org.lanewise.bench.guard.GuardCommand}.
 */
package org.lanewise.bench.guard;
