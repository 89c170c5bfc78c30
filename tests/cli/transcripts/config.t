$ entente config
members      2000         default
seed         1            default
prior-set    -            default
posterior    auto         default
threads      0            default
progress     never        ENTENTE_PROGRESS
color        auto         default

$ ENTENTE_SEED=7 entente config | grep seed
seed         7            ENTENTE_SEED

$ echo 'seed = 9 # for this project' > entente.toml; entente config | grep seed
seed         9            entente.toml:1

$ ENTENTE_SEED=7 entente config | grep seed
seed         7            ENTENTE_SEED

$ ENTENTE_SEED=x entente config
! error: ENTENTE_SEED needs a whole number of at least 0, not `x`
[2]

$ echo 'sed = 9' > entente.toml; entente config
! error: entente.toml:1: there is no setting `sed`. Did you mean `seed`?
[2]

$ echo 'seed' > entente.toml; entente config
! error: entente.toml:1: expected `key = value`
[2]

$ echo 'seed = "9' > entente.toml; entente config
! error: entente.toml:1: the text has no closing quote
[2]

$ echo 'prior_set = "doubtful"' > entente.toml; entente config --json
{
  "schema_version": 1,
  "settings": [
    {
      "name": "members",
      "value": "2000",
      "from": "default"
    },
    {
      "name": "seed",
      "value": "1",
      "from": "default"
    },
    {
      "name": "prior-set",
      "value": "doubtful",
      "from": "entente.toml:1"
    },
    {
      "name": "posterior",
      "value": "auto",
      "from": "default"
    },
    {
      "name": "threads",
      "value": "0",
      "from": "default"
    },
    {
      "name": "progress",
      "value": "never",
      "from": "ENTENTE_PROGRESS"
    },
    {
      "name": "color",
      "value": "auto",
      "from": "default"
    }
  ]
}

$ entente config --config nowhere.toml
! error: cannot open `nowhere.toml` (configuration): there is no such file
[2]

$ entente config --config data
! error: cannot read `data` (configuration): Is a directory
[2]
