/**
 * Which of the test kit's laws each engine keeps: {@code bench/run laws}. Begin with
 * {@link org.lanewise.bench.laws.LawsOfEngines}.
 */
package org.lanewise.bench.laws;
