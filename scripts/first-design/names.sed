# What has another name now than in the first design, in files of figures: applied to both sides.
