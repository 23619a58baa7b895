# What has another name now than in the first design, in files of figures: applied to both sides.
s/([Nn]et)([ _])issuance/\1\2emission/g
s/max([_-])issuance/max\1emission/g
# Integers that can exceed 2^53 are strings now.
s/(\.(initial|gpu_seconds|round|budget_runway)) = ([0-9]+)$/\1 = "\3"/
s/\.fall\b/.drawdown/g
s/,signal,fall,threshold/,signal,drawdown,threshold/
s/,step_down,/,recovery,/
s/\bFine\(/HighPrecisionAmount(/g
s/of earlier pots/of earlier reward pools/
