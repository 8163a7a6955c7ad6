"""Electronic certificates: types as dated definitions, issue and life cycle, who holds and who looked (E1)."""
