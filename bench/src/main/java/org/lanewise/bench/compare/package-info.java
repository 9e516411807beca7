/** How fast the engines are, on the same memory, in turn: {@code bench/run compare}. */
package org.lanewise.bench.compare;
