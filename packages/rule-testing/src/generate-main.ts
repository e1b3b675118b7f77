import { join } from 'node:path';
import { writeGeneratedFiles } from './generate';

writeGeneratedFiles(join(__dirname, '../../..'));
