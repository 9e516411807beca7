/** Which of the test kit's laws each engine keeps. */
package org.lanewise.bench.laws;
