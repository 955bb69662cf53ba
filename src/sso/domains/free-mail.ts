/** Where anybody gets an address: no company speaks for the people there, whoever may write into the mailbox `admin`. */
export const FREE_MAIL: ReadonlySet<string> = new Set(
  `126.com 139.com 163.com 189.cn alice.it aliyun.com aol.com arcor.de att.net bell.net bellsouth.net bigpond.com
   bk.ru blueyonder.co.uk bluewin.ch bol.com.br btinternet.com centrum.cz charter.net comcast.net cox.net daum.net
   disroot.org duck.com earthlink.net email.cz email.com eircom.net fastmail.com fastmail.fm foxmail.com free.fr
   freemail.hu freenet.de gmail.com gmx.at gmx.ch gmx.com gmx.de gmx.es gmx.net googlemail.com hanmail.net hey.com
   hotmail.be hotmail.ca hotmail.ch hotmail.co.jp hotmail.co.uk hotmail.com hotmail.com.ar hotmail.com.br hotmail.com.mx
   hotmail.de hotmail.es hotmail.fr hotmail.it hotmail.nl hushmail.com icloud.com ig.com.br inbox.lv inbox.ru interia.pl
   iname.com juno.com keemail.me laposte.net libero.it list.ru live.be live.ca live.cl live.cn live.co.uk live.com
   live.com.ar live.com.au live.com.mx live.com.pt live.de live.dk live.es live.fr live.ie live.it live.jp live.nl live.no
   live.se lycos.com mac.com mail.com mail.ee mail.ru mailbox.org mailfence.com mailinator.com me.com msn.com naver.com
   netzero.net ntlworld.com o2.pl online.de onet.pl optonline.net optusnet.com.au orange.fr outlook.at outlook.be
   outlook.cl outlook.com outlook.com.ar outlook.com.au outlook.com.br outlook.de outlook.dk outlook.es outlook.fr
   outlook.ie outlook.it outlook.jp outlook.pt passport.com pm.me pobox.com posteo.de proton.me protonmail.ch
   protonmail.com qq.com rambler.ru rediffmail.com rocketmail.com rogers.com runbox.com sapo.pt sbcglobal.net
   seznam.cz sfr.fr shaw.ca sina.cn sina.com sina.com.cn sky.com skynet.be sohu.com sympatico.ca t-online.de talktalk.net
   telefonica.net telenet.be telus.net terra.com.br tiscali.it tuta.com tuta.io tutamail.com tutanota.com tutanota.de
   ukr.net uol.com.br usa.net vanilla.fr verizon.net videotron.ca virgilio.it virginmedia.com vodafone.it wanadoo.es
   wanadoo.fr web.de windowslive.com windstream.net wp.pl xs4all.nl xtra.co.nz y7mail.com ya.ru yahoo.ca yahoo.cl
   yahoo.co.id yahoo.co.in yahoo.co.jp yahoo.co.nz yahoo.co.uk yahoo.com yahoo.com.ar yahoo.com.au yahoo.com.br
   yahoo.com.co yahoo.com.hk yahoo.com.mx yahoo.com.ph yahoo.com.sg yahoo.com.tw yahoo.com.vn yahoo.de yahoo.es yahoo.fr
   yahoo.gr yahoo.ie yahoo.in yahoo.it yahoo.pl yahoo.ro yahoo.se yandex.by yandex.com yandex.kz yandex.ru yandex.ua
   yeah.net ymail.com zoho.com zohomail.com`.split(/\s+/),
);
