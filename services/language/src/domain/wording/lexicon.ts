/**
 * Words and turns of everyday and office life that can stand for each other in a wish, one row a meaning. What `><` parts are two
 * meanings that oppose each other. A word may stand in several rows. Word forms, British spelling and endings are not listed: words are compared by their stems.
 */
export const rows = `
create, make, add, set up, new, start, generate, prepare, draw up, build, produce, insert, put in, establish, fill out >< delete, remove, get rid of, erase, drop, throw away, throw out, discard, scrap, wipe, dispose of, trash, bin, eliminate, purge, destroy
add, put on, put in, include, addition, append, attach, put, introduce, insert, enter, enrol, sign up, gets, becomes part of >< remove, delete, take off, take out, take away, drop, exclude, strike, strike off, strike from, cross off, cross out, leave out, omit, no more, no longer, any more, any longer, get rid of
register, sign up, enrol, enlist, record, enter, put down, registration, log, note, note down, write down, book in, enter in >< deregister, unregister, remove, cancel, sign off, strike off
sign up, join, enrol, register, take part, participate, subscribe, become, put down, apply >< leave, quit, resign, withdraw, drop, drop out, unsubscribe, opt out, terminate, get out, cancel, no longer, any more, any longer
subscribe, subscription, sign up, subscriber >< unsubscribe, cancel, opt out
send, mail, email, e-mail, post, forward, transmit, shoot, pass on, get to, let have, drop, fire off >< receive, get, obtain
forward, pass on, pass, relay, hand on, hand over, send on, redirect, give to
receive, arrive, arrival, come, come in, turn up, incoming, here, get
ship, dispatch, send out, deliver, consign, shipment, on its way, carrier, courier, hand to
show, display, view, see, look at, bring up, pull up, call up, open, list, let see, present, give, what, which, tell, read, have a look, look up, get, check, show up, put up, want to see >< hide
find, search, look for, look up, locate, seek, hunt, track down, where, dig out, dig up, search for
check, verify, look at, inspect, examine, review, audit, validate, make sure, control, test, see if, see whether, have a look, look over, go over, go through
change, update, edit, modify, adjust, alter, amend, revise, correct, set, switch, rework, fix, replace, different, make different
rename, call, name, retitle, title, label
copy, duplicate, clone, replicate, double, reproduce, another copy
move, shift, transfer, relocate, put, bring, carry, migrate, belong, drag, take
swap, exchange, switch, trade, replace, substitute
start, begin, launch, run, kick off, fire up, commence, initiate, get going, set off, trigger, execute, start off >< stop, end, finish, quit, halt, terminate, shut down, cease, wind up, abort, break off, kill
pause, hold, put on hold, suspend, freeze, interrupt, take a break, for a while, for some time, on ice, stop for >< resume, continue, go on, carry on, unfreeze, reactivate, unpause, restart
end, finish, terminate, termination, stop, close, conclude, discontinue, wind up
open, unlock, reopen >< close, shut, lock, seal
close, finish, end, complete, done, resolve, solve, settle, shut, wrap up, over >< reopen, open, start
lock, block, disable, suspend, shut, bar, ban, deactivate, freeze, out of service, out of order, unavailable, turn off, switch off, revoke, stop using, nobody, not be used >< unlock, unblock, enable, release, free, free up, reactivate, activate, allow, turn on, switch on, available, back in service, lift, let back in, open up
enable, activate, turn on, switch on, allow, permit, start using, put into service >< disable, deactivate, turn off, switch off, forbid, prohibit
book, reserve, reservation, booking, hold, put aside, set aside, secure, make a reservation, keep for >< cancel, call off, drop, scrap, cancellation, abandon, won't take place, annul, back out, give up, release
schedule, plan, arrange, set up, organize, fix, appoint, line up, put in the calendar, fix up, make an appointment >< cancel, call off, drop, scrap, cancellation, won't take place, not take place, take out, unschedule
cancel, call off, drop, scrap, abort, annul, revoke, cancellation, take back, void, retract, undo, not happen, won't take place, not take place, not need, don't need
postpone, delay, put off, push back, defer, reschedule, move, move back, later, shift, put back >< bring forward, earlier, expedite, sooner, advance
reschedule, move, postpone, shift, another time, another day, different time, different day, change the time, change the date
extend, prolong, renew, lengthen, longer, extension, renewal, more time, keep longer >< shorten, cut, reduce
pay, settle, payment, remit, transfer, pay off, pay for, clear
charge, bill, invoice, debit
refund, reimburse, pay back, give back, money back, return, repay, credit, reimbursement, send back, give the money back
remind, nudge, reminder, chase, dunning, ask again, once more, prompt, jog, chase up, follow up
owe, overdue, outstanding, unpaid, due, late, not paid, haven't paid, hasn't paid, owing, arrears >< paid, settled
buy, purchase, order, get, acquire, procure, shop for, place an order >< sell, sale
sell, sale, sold >< buy, purchase
reorder, restock, order more, order again, replenish, buy again, buy more, running out, run low, low on, new ones, refill, stock up, get more, need more
print, print out, printout, on paper, hard copy, put on paper, run off, paper copy
download, save, get, fetch, pull down, grab >< upload, put up, attach, submit
save, store, keep
archive, file, file away, put away, store away, shelve >< restore, unarchive, bring back
back up, backup, safeguard, make a backup >< restore, recover
restore, recover, bring back, undelete, get back, retrieve, roll back
upload, put up, attach, publish, post, put online, submit, hand in
publish, post, put online, online, go live, advertise, announce, release, make public, put up, offer, launch, put on the market >< unpublish, take down, take offline, withdraw, delist, off the market, retract, pull
approve, accept, confirm, sign off, grant, okay, ok, agree, authorize, allow, say yes, green light, permit, wave through, clear, pass, approval, may, give the go-ahead, go-ahead >< reject, decline, refuse, deny, turn down, say no, disapprove, dismiss, veto, rejection, knock back, not approve
confirm, acknowledge, validate, confirmation, say yes
assign, give, hand over, allocate, responsible, handle, look after, take care, put in charge, entrust, in charge, assignment, take on, deal with, take over, owner of >< unassign, release
share, give access, make available, let see, grant access >< unshare, revoke access
invite, invitation, ask along, bid, ask to come >< uninvite, disinvite
import, load, bring in, read in, ingest, pull in >< export, save out, extract, dump
export, save, extract, dump, output, save as, write out, take out >< import, load, bring in, read in
convert, turn into, transform, change into, make into
install, put on, set up, deploy, installation, get onto, load on >< uninstall, remove, take off, deinstall, get rid of, delete, not need, no longer, any more
connect, link, attach, join, hook up, pair, plug in >< disconnect, unlink, detach, unpair, unplug
merge, combine, join, put together, unite, consolidate >< split, divide, separate, break up
split, divide, separate, separately, break up, apart, one by one, per person, each own >< merge, combine, together, join
sort, order, arrange, rank
filter, narrow, restrict
count, tally, inventory, stocktaking, stocktake, take stock, how many
calculate, compute, work out, figure out, add up, total, sum, sum up, how much
compare, comparison, contrast, difference, versus, against, next to each other
increase, raise, put up, lift, boost, higher, bump, hike, up >< decrease, lower, reduce, cut, bring down, knock down, down
reset, restore, renew, change, start over, new
forget, lost, don't remember, can't remember, can't log in, can't sign in
log in, sign in, login, sign on >< log out, sign out, logout, log off
answer, reply, respond, write back, response, get back to >< ask, inquire
call, phone, ring, dial, telephone, ring up, give a call, get on the phone
tell, inform, notify, let know, notification, announce, alert, advise, drop a line, message, say
report, tell, announce, flag, raise, complain, log, notify, there is, have got
ask, request, demand, apply, inquire, requisition, require, ask for, apply for, order, need
translate, translation, into german, into english, into french, into spanish
write, compose, draft, put together, pen, jot, write up, draw up
summarize, sum up, summary, recap, overview, digest
clean, clean up, tidy, tidy up, wash, housekeeping
repair, fix, mend, sort out, service, maintain, maintenance, look after
hire, employ, take on, recruit, onboard, start with us, starts with us, new starter >< fire, dismiss, lay off, let go, sack, offboard, leave the company, leaving us, has left
promote, raise >< demote
lend, loan, borrow, give out, take home, hand out, rent out, hire out, issue, check out >< return, take back, give back, bring back, come back, came back, hand back, check in
return, take back, give back, bring back, send back, come back, go back, hand back, back
rent, lease, let, hire, rental
admit, admission, hospitalize, take in, let in >< discharge, release, send home, go home, let go, let leave
discharge, release, send home, go home, let go, let leave, leave
check in, arrive, arrival, sign in >< check out, leave, departure, depart, move out
check out, leave, departure, depart, move out >< check in, arrive, arrival, sign in
visit, viewing, see, look at, tour, view, inspection, look round
examine, examination, test, check, analyze, analysis
measure, weigh, size, gauge
prescribe, prescription
deliver, bring, hand over, drop off, supply >< pick up, collect, fetch
pick up, collect, fetch, collection
pack, wrap, package, box
load, fill >< unload, empty
mark, flag, tag, label, highlight, star >< unmark, unflag, untag
complete, finish, done, finalize, wrap up, solved, fixed, ready
resolve, solve, fix, sort out, done, clear up
escalate, raise, pass up, hand up, specialist, second level, level two, higher level, too hard
reach, contact, get hold of, get in touch
follow, watch, track, keep an eye on, monitor
track, trace, where, status, what happened to
withdraw, take out, pull out, take off, drop
withdraw, take out >< deposit, put in, pay in
help, assist, support, assistance
submit, hand in, file, turn in, send in, put in
request, ask for, application, apply for
rate, review, feedback
sign, signature, autograph
scan, digitize, read in
sync, synchronize
reconcile, match, balance
grade, mark, score
teach, train, instruct
earn, make, take in, takings, turnover, revenue, income, sales, money came in, earnings, money coming in
divert, redirect, forward, reroute
sick, ill, sickness, illness, unwell, not well, flu, sick leave, a cold, off sick
empty, clear, clear out
turn, rotate, spin
shrink, compress, zip, make smaller
customer, client, buyer, patron, account
invoice, bill
receipt, voucher, slip, proof of payment
quote, quotation, offer, estimate, proposal
order, purchase order, purchase
meeting, appointment, session, get-together, conference, catch-up, call
report, summary, overview, statement, figures, write-up, numbers
employee, colleague, worker, staff, staff member, person, team member
employee, hire, starter, joiner, recruit, newcomer
manager, boss, head, supervisor, line manager
supplier, vendor, provider, seller
contact, address book, card
picture, image, photo, photograph, pic, snapshot
message, mail, email, note, e-mail, line
file, document, doc, paper
folder, directory
spreadsheet, sheet, workbook, excel
presentation, slides, slide, deck
contract, agreement
holiday, vacation, leave, time off, days off, day off, break, absence, pto, annual leave
price, cost, rate, fee, amount
discount, rebate, reduction, percent off, cheaper, money off
product, item, article, good, goods, merchandise
stock, inventory, stock level, in stock, on stock
warehouse, depot, store, storage, stockroom
delivery, shipment, parcel, package, consignment, goods
payment, money, sum
salary, pay, wage, payroll, paycheck, payslip
bonus, premium, extra pay
tax, vat, duty
budget, funds
expense, expenses, spending, costs, outlay
account, login, profile, user account
password, passcode, pin, credentials
user, person, account, colleague
computer, machine, pc, laptop, workstation, device
program, software, application, app, tool
internet, web, network, online
website, site, web page, page, homepage
ticket, issue, problem, incident, case, request, trouble, fault, bug
broken, faulty, defective, damaged, not working, doesn't work, out of order, broke down
support, helpdesk, help desk, service desk
task, to-do, todo, job, chore, work item, action item
project, undertaking
deadline, due date, cutoff
priority, urgent, urgency, important
calendar, schedule, diary, agenda, planner
event, occasion, function
flat, apartment, home, house, property, unit
room, chamber, office
address, location
guest, visitor
trip, journey, travel
flight, plane, fly
train, rail, railway
car, vehicle, auto, automobile, van
hotel, accommodation, lodging
dish, meal, food, plate, course
menu, card
drink, beverage
doctor, physician, gp
patient, hospital, ward, clinic, bed
blood, blood test, blood work
x-ray, radiograph, xray, x-rayed
lab, laboratory
result, results, outcome, values, findings
medicine, drug, medication, pill
student, pupil, learner
teacher, instructor, tutor, lecturer
course, class, lesson, subject
certificate, diploma, attestation, degree
exam, test, examination, quiz
book, title, volume, copy
reader, borrower
membership, member
member, club, society, association
newsletter, mailing, mailing list, bulletin
campaign, promotion
lead, prospect, opportunity
complaint, claim, grievance, complain, dissatisfied
question, query, inquiry, enquiry
answer, reply, response
comment, remark, note, annotation
list, register, roster, catalog
entry, record
form, questionnaire
survey, poll, questionnaire, feedback
shift, duty, roster, rota
overtime, extra hours, additional hours
hours, working time, timesheet, time sheet, time
attendance, presence, present
clock in, start work, start of work, come to work, begin work, start working >< clock out, finish work, end of work, go home, stop work, stop working
shelf, rack, bay
key, keycard
today, this day, day, daily
week, weekly, seven days, last seven days
month, monthly, thirty days
year, yearly, annual, annually, twelve months
quarter, quarterly, three months
tomorrow, next day
last, previous, past, former >< next, coming, upcoming, following
next, coming, upcoming, following >< last, previous, past
current, now, present, latest, newest, recent
old, outdated, stale, obsolete >< new, newest, latest
all, every, each, everything, whole, entire
many, lots, several, bulk
internal, in-house >< external
private, personal, own
incoming, received, inbound >< outgoing, sent, outbound
income, revenue, earning >< expense, cost, spending
credit >< debit
domestic, national >< foreign, international, abroad
paid, settled >< unpaid, open, outstanding, overdue, owing
draft, unfinished, preliminary >< final, finished
left >< right
first >< last
in >< out
on >< off
up >< down
free, available, vacant, usable, can be used, used again >< taken, occupied, busy, blocked, unavailable, can't be used, not be used, full
label, sticker
screenshot, screen shot, screen capture, capture, snapshot, picture of the screen
resize, scale, make smaller, make bigger, shrink, enlarge, size
crop, trim, cut
mute, silence, sound off, quiet, turn down >< unmute, sound on
timer, stopwatch, time tracking, clock
expense claim, expense report, expenses, travel expenses, travel costs, costs
supplies, material, stationery, consumables
wifi, wi-fi, wlan, internet, wireless
disk, drive, storage, hard drive
log, logs, protocol
server, host, machine
deploy, roll out, release, ship, put live, go live
database, db
version, release, build
minutes, protocol, notes
agenda, topics
attendee, participant, attend
alarm, alert, reminder
gift, present
voucher, coupon, promo code, discount code
cart, basket
price list, prices, tariff
warranty, guarantee
accident, damage, crash
insurance, policy, cover
loan, credit, mortgage
bank statement, account statement, balance, statement
transaction, booking, posting
transfer, wire, bank transfer, send money, move money
donation, donate, give
applicant, candidate
application, apply, candidature
interview, job interview
job, position, vacancy, opening, post
cv, resume
training, course, workshop, seminar, class
parking, parking space, parking lot, parking spot
badge, pass, id card, keycard
desk, workplace, workstation, seat
catering, food, lunch, buffet
taxi, cab
ticket, pass, fare
rebook, change the booking, move the booking
access, permission, rights, role >< no access
give access, grant access, let in, grant, allow >< revoke, take away access, kick out, lock out, remove access
locked out, locked, can't get in, can't log in
look into, investigate, research, find out
find out, look up, check, learn, get to know, know, want to know, tell me
write off, depreciate
spoil, expire, run out, expired
renew, renewal, extend, another year
order, place an order, get us, get some, get more
hand out, give out, issue, distribute, allocate
hand over, pass on, give, transfer, turn over
wait, waiting list, queue
list, overview, list of, all
best, top, most
worst, bottom, least
balance, account balance, how much money
cash, money, petty cash
open, outstanding, pending, unresolved
unread, new, unopened
spam, junk
out of office, away, absence, absent, auto-reply, not in the office
signature, footer
group, team, department, unit, crew
department, division, section
branch, location, site, office, store, shop
shop, store, outlet
company, firm, business, organization
phone, mobile, cell phone, telephone, smartphone
number, no, id
date, day, deadline
night, overnight, stay
stay, visit, nights
breakfast, meal
bill, check, invoice, tab
tip, gratuity
kitchen, cook, chef
waiter, server, waitress, staff
allergy, allergic, intolerance
vaccinate, vaccination, shot, jab, inoculate
surgery, operation, operate
appointment, consultation, visit, slot
emergency, urgent
parent, mother, father, guardian
absent, missing, away, not there, didn't come, not come >< present, here, there
homework, assignment
timetable, schedule
semester, term
tuition, fee, fees
tenant, renter, lodger
landlord, owner
rent, lease
deposit, security
repair, fix, mend, broken, defect
machine, device, appliance, equipment
part, spare part, component
vehicle, fleet, truck, lorry, van
driver, chauffeur
fuel, petrol, gas, diesel, tank
tyre, wheel
plant, flower
animal, pet, dog, cat
heat, heating, warm, warmer >< cool, cooler, cooling, cold
light, lamp, lights
temperature, degrees
blind, shutter, curtain
camera, webcam
music, song, playlist
video, film, movie, clip
slide, page
chart, graph, diagram, plot
column, field
row, line, record
cell, field
formula, calculation
backup, copy, safe copy
draft, outline
translation, translate
letter, mail
envelope, cover
stamp, postage
parcel, package, box
label, address label, shipping label
pallet, load
carrier, courier, shipping company, forwarder
customs, clearance
batch, lot
inspect, inspection, quality check, quality control
complaint, complain, unhappy, angry, not happy
satisfied, happy, satisfaction
loyalty, points, bonus points
subscription, plan, contract
upgrade, better plan, move up >< downgrade, move down
trial, test version, try
license, licence, key
domain, web address
certificate, cert
firewall, security
virus, malware
update, upgrade, patch, newest version, latest version
restart, reboot, start again, turn off and on
shut down, turn off, switch off, power off >< start, boot, turn on, power on
printer, print queue
scan, scanner
sold out, out of stock, run out, gone, no more, none left >< in stock, on hand
`
  .trim()
  .split('\n');
