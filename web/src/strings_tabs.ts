// SPDX-License-Identifier: Apache-2.0
// Words of the tabs Timeline, Why, Data and Track record; strings.ts has them among its own.

export const tabStrings = {} as const;
