/** What the tests share: the textbook, data that reaches the hard places, guarded memory, other JVMs. */
package org.lanewise.testing;
