$ entente
$ entente --help | head -1
$ entente chekc tiny.ent
$ entente ru tiny.ent
$ entente run tiny.ent --sed 3
$ entente run tiny.ent --abbrev
$ entente run tiny.ent -n 0
$ entente run tiny.ent -n 99999999999999999999999
$ entente run tiny.ent -n -5
$ entente run tiny.ent --seed ten
$ entente run tiny.ent --seed
$ entente run tiny.ent --seed 1.5
$ entente run tiny.ent --draws mena
$ entente run tiny.ent extra
$ entente check
$ entente completions tcsh
$ entente show tre tiny.ent
$ entente -C nowhere check tiny.ent
$ entente --color sometimes check tiny.ent
