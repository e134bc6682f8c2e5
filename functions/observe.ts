import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { describeFailure } from '../core/model/failure';
import type { EngineEvent } from '../core/model/ports';
import type { SettingsNews } from './settings';

export const logger = new Logger({ serviceName: 'palisade' });
export const metrics = new Metrics({ namespace: 'Palisade', serviceName: 'palisade' });

/** Turns the engine's events into log lines and metrics. Logs decisions, never credentials, tokens or URLs. */
export function observe(event: EngineEvent): void {
  const finding = 'finding' in event ? event.finding : undefined;
  const about = finding === undefined ? {} : { finding: finding.id, rule: finding.rule };
  switch (event.type) {
    case 'judged':
      if (event.finding.status === 'unknown') count('UnknownVerdicts', event.finding.rule);
      logger.debug('judged', { ...about, status: event.finding.status });
      return;
    case 'decided':
      logger.info('decided', { ...about, intent: event.intent, because: event.because });
      return;
    case 'performing':
      logger.info('performing', { ...about, call: event.step.call });
      return;
    case 'performed':
      count('StepsPerformed', event.finding.rule);
      logger.info('performed', { ...about, call: event.step.call });
      return;
    case 'step-failed':
      count('StepsFailed', event.finding.rule);
      logger.warn('step failed', { ...about, failure: describeFailure(event.failure) });
      return;
    case 'waiting':
      logger.info('waiting', { ...about, because: event.because, seconds: Math.round(event.forMs / 1_000) });
      return;
    case 'ticketed':
      count('TicketsRaised', event.finding.rule);
      logger.info('ticketed', { ...about, ticket: event.ticket.id });
      return;
    case 'settled':
      if (event.record.outcome === 'failed') count('RemediationsFailed', event.record.rule);
      if (event.record.outcome === 'fixed') count('RemediationsVerified', event.record.rule);
      logger.info('settled', { ...about, outcome: event.record.outcome, because: event.record.because });
      return;
    case 'busy':
      logger.info('busy', about);
      return;
    case 'limited':
      count('LimitReached', event.finding.rule);
      logger.warn('limit reached', { ...about, limit: event.limit, because: event.because });
      return;
    case 'damaged':
      count('LedgerDamaged', event.finding.rule);
      logger.error('ledger record was damaged', { ...about, because: event.because.slice(0, 500) });
      return;
    case 'channel-off':
      // An absent channel raises no alarm. The stack output Missing and `palisade doctor` report a hub that is not
      // enabled.
      if (!event.isAbsent) count('ChannelOff', event.channel);
      logger.error('channel is off', {
        channel: event.channel,
        because: event.because,
        waiting: event.waiting,
      });
      return;
    case 'undone':
      logger.info('undone', { finding: event.record.id, call: event.call });
  }
}

/** Turns events about the settings into log lines, and into the metric of an alarm. */
export function observeSettings(news: SettingsNews): void {
  switch (news.type) {
    case 'refused':
      count('SettingsRefused', 'settings');
      logger.error('settings refused', { because: news.because, inForce: inForce(news.lastGood) });
      return;
    case 'unread':
      logger.warn('settings not read', { because: news.because, inForce: inForce(news.lastGood) });
      return;
    case 'not-kept':
      logger.warn('settings not kept as the last good ones', { because: news.because });
  }
}

function inForce(lastGood: string | undefined): string {
  return lastGood === undefined ? 'none: nothing is judged' : `the last good ones, read at ${lastGood}`;
}

/**
 * Counts with the service as the only dimension, which is what alarms use: every further dimension would be a separate
 * metric to pay for. The details are in the log line next to it.
 */
function count(name: string, about: string): void {
  const single = metrics.singleMetric();
  single.addMetadata('about', about);
  single.addMetric(name, MetricUnit.Count, 1);
}
