$ entente check tiny.ent
$ entente check .
$ entente check nothere.ent
$ entente check tinny.ent
$ entente check broken.ent
$ entente check - < tiny.ent
$ entente check --json broken.ent | python3 -c 'import json,sys; d=json.load(sys.stdin); print(d["ok"], [x["code"] for x in d["diagnostics"]])'
$ mkdir empty && entente check empty
