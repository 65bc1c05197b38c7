import '../styles/tokens.css';
import '../styles/base.css';
import '../styles/frame.css';
import '../styles/record.css';
import '../styles/case.css';
import '../styles/partners.css';
import { start } from '../app/start';
import { sites } from './house';

start(sites);
