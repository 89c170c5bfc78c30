$ entente run tiny.ent -s many_visits -n 500 -o a
$ ls a
$ head -3 a/quantiles.csv
$ entente run tiny.ent -s many_visits -n 500 -o a
$ entente run tiny.ent -s many_vists -o b
$ entente run tiny.ent --prior-set plane -o b
$ entente compare tiny.ent baseline no_visits -n 500
$ entente compare a baseline many_visits --var trust
$ entente compare a baseline many_visits --var trst
$ entente compare a baseline no_visits
$ entente run nan.ent -n 200 -o broken
