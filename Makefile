# An index of ./run for those whose fingers type make; no logic here.
.PHONY: run demo test check bench fresh lock help
run demo test check bench fresh lock help: ; @./run $(subst run,serve,$@)
