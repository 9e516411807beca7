/** What a kernel is and what it is given: operands, scratch memory, the list of operations. */
package org.lanewise.kernel.call;
