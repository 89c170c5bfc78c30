$ entente new mine
$ ls mine mine/data
$ entente check mine
$ entente fmt --check mine/model.ent
$ entente claim mine P1_2 | head -2
$ entente new mine
$ entente new tiny.ent
