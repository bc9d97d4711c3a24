"""Why a delivery failed: rules as data, the verdict they lead to, the words that decided."""
