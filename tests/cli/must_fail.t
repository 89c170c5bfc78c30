$ entente --version | wc -l
2
