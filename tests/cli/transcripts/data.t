$ entente data list tiny.ent
$ entente data show tiny.ent trade
$ entente data show tiny.ent trad
$ entente data check tiny.ent
$ entente data show tiny.ent
$ entente explain trust tiny.ent
$ entente explain truts tiny.ent
$ entente explain E9999
