$ entente config
$ ENTENTE_SEED=7 entente config | grep seed
$ echo 'seed = 9 # for this project' > entente.toml; entente config | grep seed
$ ENTENTE_SEED=7 entente config | grep seed
$ ENTENTE_SEED=x entente config
$ echo 'sed = 9' > entente.toml; entente config
$ echo 'seed' > entente.toml; entente config
$ entente config --config nowhere.toml
