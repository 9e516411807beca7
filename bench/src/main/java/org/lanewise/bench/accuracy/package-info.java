/** How far from exact the engines are: {@code bench/run accuracy}. */
package org.lanewise.bench.accuracy;
