/** What is done with trained networks: their batch normalization is checked, timed, and given other statistics. */
package org.lanewise.app.model;
