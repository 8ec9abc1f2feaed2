#!/usr/bin/env node
import { main } from './main';

/* eslint-disable no-console */
process.exitCode = main(process.argv.slice(2), { log: console.log, error: console.error });
