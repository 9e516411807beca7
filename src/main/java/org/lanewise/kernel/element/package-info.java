/** Single elements: how each type is stored, the activation of one, and its bit in a mask. */
package org.lanewise.kernel.element;
