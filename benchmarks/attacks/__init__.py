"""The attack lab: published attacks, played against the contest's own rules and estimator, with seeds."""
