"""What every restore has in common, of a home and of a deployment in containers: papers, moments, proof, drill."""
