// The `karna` command: the world in, an exit code out.
import { karnaProgram } from './program.ts';

await karnaProgram().parseAsync();
