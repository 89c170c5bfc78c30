# Facts from the record, and one claim of the futures.
$ entente claim tiny.ent P1_2 P1_3 P2_1
$ entente claim tiny.ent P1_1 -n 1000 | tail -4
$ entente claim tiny.ent P1_9
$ entente claim tiny.ent --row P7
$ entente claim tiny.ent P1_3 --fail-on contradicted > out.txt
$ entente claim tiny.ent P1_2 --fail-on contradicted > out.txt
$ entente claim tiny.ent --verdict supported P1_2 P1_3 | tail -4
