/** Other engines, and our own, behind the test kit's interface. */
package org.lanewise.bench.peer;
