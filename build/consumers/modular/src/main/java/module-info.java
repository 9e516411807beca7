/** Uses Lanewise from the module path. */
module demo {
    requires org.lanewise;
}
