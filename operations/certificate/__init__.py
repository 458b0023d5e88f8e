"""An authority of the suite's own and the certificate of its server: issued, renewed, explained."""
